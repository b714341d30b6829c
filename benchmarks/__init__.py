"""The stopwatch: what is measured of speed, beside the tests that measure what is right."""
