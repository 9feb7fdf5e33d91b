"""Writers of the tree of a document, one module a form of file: Markdown, HTML, Word, PDF."""
