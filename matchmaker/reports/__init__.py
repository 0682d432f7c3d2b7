"""Figures for officers and the province; reads every domain, writes none."""
