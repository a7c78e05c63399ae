using System.Collections.Immutable;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>The files of a data set, each plain or gzip: the content decides, not the name.</summary>
public sealed record DataSetFiles
{
    /// <summary>The files of interactions, read one after the other; Book-Crossing has one of history and one of ratings.</summary>
    public ImmutableArray<string> Interactions { get; init; } = [];

    /// <summary>The files of the catalogue, read one after the other.</summary>
    public ImmutableArray<string> Books { get; init; } = [];

    /// <summary>Goodreads only: resolves author ids to names.</summary>
    public string? Authors { get; init; }

    /// <summary>Goodreads only: resolves series ids to names.</summary>
    public string? Series { get; init; }

    /// <summary>Goodreads only: the genres of each book; without it they are taken from the popular shelves.</summary>
    public string? Genres { get; init; }

    internal IEnumerable<string> All =>
        [.. Interactions, .. Books, .. new[] { Authors, Series, Genres }.OfType<string>()];
}
