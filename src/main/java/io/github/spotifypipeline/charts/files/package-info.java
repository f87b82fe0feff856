/**
 * The files of charts, {@code routes/charts/NAME.chart.yaml}: reads them, finds mistakes in them, with line and remedy,
 * and follows them while the program runs.
 */
package io.github.spotifypipeline.charts.files;
