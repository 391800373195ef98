"""What the pages ask of the read models: functions of (reading, …) that give frozen values.

Each takes a fixed number of queries, however long its lists are.
"""
