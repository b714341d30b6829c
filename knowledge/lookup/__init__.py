"""What an employee looks up: read models of the library that pages, figures and papers are drawn from.

Each module answers one question of one municipality's view, and depends on nothing but that view: no web, no clock.
"""
