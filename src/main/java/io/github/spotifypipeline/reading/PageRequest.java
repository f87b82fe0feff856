package io.github.spotifypipeline.reading;

/**
 * What to ask for the next page.
 *
 * @param url    a path below the API's URL, or a URL; null when nothing is to be asked, as the page is stored already
 * @param list   whose page it is; null when it is stored already
 * @param offset how many entries of the list come before the page
 * @param check  whether no page is asked for, but whether the list changed while it was read
 */
public record PageRequest(String url, ListReading list, long offset, boolean check) {

    /** Asks nothing: the page is stored already. */
    public static final PageRequest STORED = new PageRequest(null, null, 0, false);
}
