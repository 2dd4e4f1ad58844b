"""What is measured and what it means: plans, the runner, samples, statistics, verdicts."""
