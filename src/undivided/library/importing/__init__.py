"""What an import would change, row by row, and its report."""
