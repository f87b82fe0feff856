/** A line of a CSV file, as people open it in a spreadsheet. Uses nothing of the project. */
package io.github.spotifypipeline.csv;
