using System.CommandLine;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

namespace BookRecs.Cli.Import;

/// <summary>The verb <c>import</c>.</summary>
internal sealed class ImportCommand : VerbCommand
{
    private readonly Option<string> _format = VerbOptions.Choice("--format", "How the files are written.", ImportFormats.All);
    private readonly Option<FileInfo[]> _interactions = VerbOptions.ExistingFiles(
        "--interactions", "Who acted on what; plain or .gz. May be repeated, as for book_history.dat and book_ratings.dat.");
    private readonly Option<FileInfo?> _books = VerbOptions.ExistingFile("--books", "What is known of the books; plain or .gz.");
    private readonly Option<FileInfo?> _authors = VerbOptions.ExistingFile(
        "--authors", "goodreads: goodreads_book_authors.json.gz, for names.");
    private readonly Option<FileInfo?> _series = VerbOptions.ExistingFile(
        "--series", "goodreads: goodreads_book_series.json.gz, for titles.");
    private readonly Option<FileInfo?> _genres = VerbOptions.ExistingFile("--genres", "goodreads: goodreads_book_genres_initial.json.gz.");
    private readonly Option<ShopLocation?> _into = VerbOptions.OutputShop(
        "--into", "The shop's database: a file, made when it is not there, or postgresql://user@host/database.");
    private readonly Option<FileInfo?> _rejects = VerbOptions.OutputFile(
        "--rejects", "FILE.csv", "Write every rejected row here: file, line, reason.");

    public ImportCommand(Terminal terminal)
        : base("import", "Brings a data set into a shop's database. Importing the same file again adds nothing.")
    {
        Add(_format);
        Add(_interactions);
        Add(_books);
        Add(_authors);
        Add(_series);
        Add(_genres);
        Add(_into);
        Add(_rejects);
        SetAction(async (parsed, cancellationToken) => await new ImportRunner(terminal).RunAsync(
            new ImportOptions(
                parsed.GetValue(_format)!,
                parsed.GetValue(_interactions)!,
                parsed.GetValue(_books),
                parsed.GetValue(_authors),
                parsed.GetValue(_series),
                parsed.GetValue(_genres),
                parsed.GetValue(_into)!,
                parsed.GetValue(_rejects)),
            cancellationToken));
    }

    public override IReadOnlyList<string> Examples =>
    [
        "import --format canonical --interactions interactions.csv.gz --books books.csv.gz --into data/shop.db",
        "import --format bookcrossing --interactions book_history.dat --interactions book_ratings.dat --books items_info.dat "
            + "--into data/shop.db",
        "import --format goodreads --interactions goodreads_interactions_young_adult.json.gz --books goodreads_books_young_adult.json.gz "
            + "--authors goodreads_book_authors.json.gz --series goodreads_book_series.json.gz --into data/shop.db --rejects rejects.csv",
        "import --format canonical --interactions interactions.csv.gz --into postgresql://bookrecs_service@db.example/bookrecs",
    ];
}
