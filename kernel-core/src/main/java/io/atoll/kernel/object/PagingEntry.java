package io.atoll.kernel.object;

/** What an entry of a paging table can hold: a page, or the table of the next level. */
public sealed interface PagingEntry permits PageEntry, PagingTableObject {}
