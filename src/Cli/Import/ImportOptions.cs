using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Reading;

namespace BookRecs.Cli.Import;

/// <summary>What <c>import</c> was asked for.</summary>
/// <param name="Format">One of <see cref="ImportFormats.All"/>.</param>
/// <param name="Interactions">Files of interactions, in the order given; may be empty when there are books.</param>
/// <param name="Books">The file of books, if any.</param>
/// <param name="Authors">Goodreads: the names of the authors.</param>
/// <param name="Series">Goodreads: the titles of the series.</param>
/// <param name="Genres">Goodreads: the genres of the books.</param>
/// <param name="Into">The shop's database; a file is made when it is not there.</param>
/// <param name="Rejects">Where every rejected row is written, if anywhere.</param>
internal sealed record ImportOptions(
    string Format,
    IReadOnlyList<FileInfo> Interactions,
    FileInfo? Books,
    FileInfo? Authors,
    FileInfo? Series,
    FileInfo? Genres,
    ShopLocation Into,
    FileInfo? Rejects)
{
    /// <summary>The files to read, each with the option that names it.</summary>
    public IEnumerable<(string Option, FileInfo File)> Inputs =>
    [
        .. Interactions.Select(static file => ("--interactions", file)),
        .. Given("--books", Books),
        .. Given("--authors", Authors),
        .. Given("--series", Series),
        .. Given("--genres", Genres),
    ];

    /// <summary>Checks what concerns more than one option.</summary>
    /// <exception cref="InputException">Options do not fit each other.</exception>
    public void Check()
    {
        if (Interactions.Count == 0 && Books is null)
            throw new InputException("neither --interactions nor --books is given; import needs at least one of them");
        foreach (var (option, file) in ((string, FileInfo?)[])[("--authors", Authors), ("--series", Series), ("--genres", Genres)])
        {
            if (file is not null && Format != ImportFormats.Goodreads)
                throw new InputException($"{option} is given with --format {Format}; only goodreads has such a file");
            if (file is not null && Books is null)
                throw new InputException($"{option} is given without --books, whose books it completes");
        }

        if (Rejects is not null)
            CheckRejects(Rejects.FullName);
    }

    /// <summary>The file of rejects is emptied when the import begins.</summary>
    private void CheckRejects(string path)
    {
        foreach (var (option, file) in Inputs)
        {
            if (RealPath.AreSame(path, file.FullName))
                throw new InputException($"--rejects is '{Rejects}', which is {option}; it must be another file");
        }

        if (Into.File is not { } shop)
            return;
        if (RealPath.AreSame(path, shop.FullName))
            throw new InputException($"--rejects is '{Rejects}', which is --into; it must be another file");
        string[] files = [.. ImportTarget.FilesOf(shop.FullName), .. ImportTarget.FilesOf(RealPath.Of(shop.FullName))];
        if (files.Any(file => RealPath.AreSame(path, file)))
            throw new InputException($"--rejects is '{Rejects}', which belongs to --into; it must be another file");
    }

    private static IEnumerable<(string Option, FileInfo File)> Given(string option, FileInfo? file) => file is null ? [] : [(option, file)];
}
