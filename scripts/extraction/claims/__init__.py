"""What numbers are numbers of: the endpoint and statistic of a series, counts, differences."""
