"""汇总: the reports of many towns added up."""
