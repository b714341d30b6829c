"""Pipelines of Rasa side by side, on the same messages: `python -m benchmarks.pipelines`.

Besides the project's own pipeline (`bot/config.yml`) those of `*.yml` here. What each needs of Rasa is done in the
annex (`bot/benchmarks/`), one process for training and one for asking.
"""
