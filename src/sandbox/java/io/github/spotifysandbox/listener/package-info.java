/**
 * A listener with habits: the music that there is for them, what kind of day it is, what they love at the time, and
 * what they heard on a day. All of it follows from a seed, the calendar and the place where they live, never from when
 * one asks: a day that is over stays as it was. Uses {@code music}.
 */
package io.github.spotifysandbox.listener;
