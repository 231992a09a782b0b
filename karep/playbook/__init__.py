"""The playbook: what a good rep does at each stage, kept as Markdown cards, one folder a language."""
