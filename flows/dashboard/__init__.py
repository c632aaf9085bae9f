"""What do the tables say? A small app in the browser: totals, growth, plans, and the sentences behind every bar.

    report-metrics dashboard --output output

serve.py starts it, app.py is what Streamlit runs, screens/ has a module for each page; the questions to DuckDB stand in
queries.py and evidence.py, and know nothing of Streamlit.
"""
