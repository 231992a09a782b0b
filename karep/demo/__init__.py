"""The sample book: forty invented accounts, half in Chinese, half in English, dated around the day it is made."""
