"""Speed, as ratios within one run: absolute times mean nothing on a shared machine."""
