"""The advising centre."""
