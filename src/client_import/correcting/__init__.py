"""Plan or report → a file of the rows that did not go in, for a person to mend and to import again."""
