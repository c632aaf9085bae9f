"""How does the flow run again and again? A deployment's flow, the process that serves it, and a private Prefect API."""
