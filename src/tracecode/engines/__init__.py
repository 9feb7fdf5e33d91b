"""Engines that carry out SQL over tables of rows. They know no rules of ours."""
