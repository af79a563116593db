"""What holds for every request, whatever its route: ids, limits, headers, logs, metrics."""
