/**
 * The files of an export: which ones are read, and their rows as JSON, from a zip, a folder or a single file.
 *
 * <p>Uses json. A file whose base name is not in the table of {@link
 * io.github.spotifypipeline.imports.files.ExportFileKind} is never opened. Nothing is written to disk. Sizes that an
 * archive declares are not believed but counted. A file that is damaged ends with a {@link
 * io.github.spotifypipeline.imports.files.DamagedFileException}; the others can still be read. The words of exceptions
 * name files, never their content, because a row holds IP addresses.
 */
package io.github.spotifypipeline.imports.files;
