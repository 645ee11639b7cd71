"""Who is compared: the arms of a study, their names, drugs and sizes."""
