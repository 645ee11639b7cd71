"""What every test shares."""

from hypothesis import settings

# A shared machine can stall; how long an example takes says nothing about behaviour.
settings.register_profile("review", deadline=None)
settings.load_profile("review")
