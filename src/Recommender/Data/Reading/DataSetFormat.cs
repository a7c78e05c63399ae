namespace BookRecs.Recommender.Data.Reading;

/// <summary>The layouts of published data sets that <see cref="DataSetReader"/> understands.</summary>
public enum DataSetFormat
{
    /// <summary>BookRecs' own CSV files: <c>interactions.csv[.gz]</c> and <c>books.csv[.gz]</c>.</summary>
    Canonical,

    /// <summary>The UCSD Book Graph: one JSON object a line (Wan and McAuley, RecSys 2018).</summary>
    Goodreads,

    /// <summary>
    /// The cleaned edition of Book-Crossing (Ziegler et al., WWW 2005): <c>book_history.dat</c>, <c>book_ratings.dat</c> and
    /// <c>items_info.dat</c>.
    /// </summary>
    BookCrossing,

    /// <summary>MovieLens (Harper and Konstan, 2015): <c>ratings.csv</c>, <c>ratings.dat</c> or <c>u.data</c>, and the films.</summary>
    MovieLens,
}
