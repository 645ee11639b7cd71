"""All that a sentence mentions: numbers, endpoints, statistics, arms, grades, subgroups, cues."""
