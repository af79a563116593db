"""The shared layer of everything over HTTP: callers, limits, headers, logs, metrics, threads.

JSON routes and pages are both built on it. It knows no route, no body class and no page.
"""
