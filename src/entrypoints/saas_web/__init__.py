"""What everything over HTTP shares, whatever its routes answer: who calls, limits, headers, logs, metrics, threads.

JSON routes and pages both stand on it. It knows no route, no body class and no page.
"""
