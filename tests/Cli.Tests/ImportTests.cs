using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Tests.Support;
using BookRecs.Storage.Sqlite;
using static BookRecs.Cli.Tests.Support.CommandLine;

namespace BookRecs.Cli.Tests;

public sealed class ImportTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _shop;
    private readonly string _interactions;
    private readonly string _books;

    public ImportTests()
    {
        _shop = _folder["data/shop.db"];
        _interactions = _folder.Write(
            "interactions.csv", "user_id,item_id,is_read,rating,date_added", "u1,a,true,5,2024-01-01", "u1,b,,,", "u2,a,true,,2024-01-02");
        _books = _folder.Write("books.csv.gz", "item_id,title,authors", "a,Blue Sea,Ann Lee", "b,\"Blue Sky (Blue, #2)\",Ann Lee");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_Canonical_BringsInteractionsAndBooksIn()
    {
        var result = await ImportAsync("canonical", "--interactions", _interactions, "--books", _books);

        Assert.Matches(@"(?m)^books +2 +2 +0 +0 +0\r?$", result.Out);
        Assert.Matches(@"(?m)^interactions +3 +3 +0 +0 +0\r?$", result.Out);
        Assert.Matches(@"5 rows in \d+\.\d s, [\d,]+ rows/s, peak memory [\d.]+ MB", result.Out);
        Assert.Contains($"{_shop} holds 3 interactions of 2 users, 2 books", result.Out, StringComparison.Ordinal);
        await using var shop = SqliteShop.OpenReadOnly(_shop);
        var activity = await shop.Log.ReadUserAsync("u1", 10, TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], activity.SeenItems.Order());
        Assert.Equal("Blue Sea", (await shop.Catalogue.FindAsync("a", TestContext.Current.CancellationToken))?.Title);
    }

    [Fact]
    public async Task Import_SameFilesAgain_AddsNothing()
    {
        await ImportAsync("canonical", "--interactions", _interactions, "--books", _books);

        var result = await ImportAsync("canonical", "--interactions", _interactions, "--books", _books);

        Assert.Matches(@"(?m)^books +2 +0 +0 +2 +0\r?$", result.Out);
        Assert.Matches(@"(?m)^interactions +3 +0 +0 +3 +0\r?$", result.Out);
        Assert.Contains("holds 3 interactions of 2 users, 2 books", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ChangedRows_ReplacesThem()
    {
        await ImportAsync("canonical", "--interactions", _interactions, "--books", _books);
        _folder.Write("interactions.csv", "user_id,item_id,is_read,rating,date_added", "u1,a,true,1,2024-01-01", "u3,a,true,,");
        _folder.Write("books.csv.gz", "item_id,title,authors", "a,Blue Sea Revised,Ann Lee");

        var result = await ImportAsync("canonical", "--interactions", _interactions, "--books", _books);

        Assert.Matches(@"(?m)^books +1 +0 +1 +0 +0\r?$", result.Out);
        Assert.Matches(@"(?m)^interactions +2 +1 +1 +0 +0\r?$", result.Out);
    }

    [Fact]
    public async Task Import_RejectedRows_AreCountedByReasonNamedByLineAndWritten()
    {
        var bad = Enumerable.Range(0, 6).Select(row => $"u{row},a,maybe,,");
        var interactions = _folder.Write("broken.csv", ["user_id,item_id,is_read,rating,date_added", "u1,a,,,", ",a,,,", .. bad]);

        var result = await ImportAsync("canonical", "--interactions", interactions, "--rejects", _folder["rejects.csv"]);

        Assert.Matches(@"(?m)^interactions +8 +1 +0 +0 +7\r?$", result.Out);
        Assert.Contains("rejected: 6 bad_read_flag, 1 id_empty", result.Out, StringComparison.Ordinal);
        Assert.Contains($"  {interactions}:3: id_empty: user_id is ''", result.Out, StringComparison.Ordinal);
        Assert.Contains($"  and 2 more, all of them in {_folder["rejects.csv"]}", result.Out, StringComparison.Ordinal);
        var rejects = _folder.Lines("rejects.csv");
        Assert.Equal("file,line,reason,detail", rejects[0]);
        Assert.Equal(7, rejects.Count - 1);
        Assert.Equal($"\"{interactions}\",9,bad_read_flag,\"is_read is 'maybe'\"", rejects[^1]);
    }

    [Fact]
    public async Task Import_WithoutARejectedRow_EmptiesTheRejectsOfAnEarlierRun()
    {
        _folder.Write("rejects.csv", "file,line,reason,detail", "old");

        await ImportAsync("canonical", "--books", _books, "--rejects", _folder["rejects.csv"]);

        Assert.Equal(["file,line,reason,detail"], _folder.Lines("rejects.csv"));
    }

    [Theory]
    [InlineData("--interactions", "interactions.csv")]
    [InlineData("--books", "books.csv.gz")]
    [InlineData("--authors", "authors.json")]
    [InlineData("--into", "data/shop.db")]
    public async Task Import_RejectsIntoAnotherFileOfTheImport_IsRefusedBeforeAnythingIsTouched(string option, string file)
    {
        await ImportAsync("canonical", "--books", _books);
        var authors = _folder.Write("authors.json", "{}");
        Directory.CreateSymbolicLink(_folder["linked"], _folder["."]);
        File.CreateSymbolicLink(_folder["link"], $"linked/{file}");
        var before = File.ReadAllBytes(_folder[file]);

        foreach (var path in (string[])[_folder[file], _folder[$"data/../{file}"], _folder[$"linked/{file}"], _folder["link"]])
        {
            var line = await RefuseAsync(
                "import", "--format", "goodreads", "--interactions", _interactions, "--books", _books, "--authors", authors, "--into", _shop,
                "--rejects", path);

            Assert.Equal($"bookrecs: --rejects is '{path}', which is {option}; it must be another file", line);
            Assert.Equal(before, File.ReadAllBytes(_folder[file]));
        }
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-shm")]
    [InlineData(".lock")]
    public async Task Import_RejectsIntoAFileOfTheDatabase_IsRefused(string suffix)
    {
        Directory.CreateDirectory(_folder["data"]);
        File.CreateSymbolicLink(_folder["link.db"], _shop);

        foreach (var into in (string[])[_shop, _folder["link.db"]])
        {
            var line = await RefuseAsync(
                "import", "--format", "canonical", "--books", _books, "--into", into, "--rejects", _shop + suffix);

            Assert.Equal($"bookrecs: --rejects is '{_shop}{suffix}', which belongs to --into; it must be another file", line);
        }

        Assert.Equal(["books.csv.gz", "interactions.csv"], _folder.Files.Where(path => path != "link.db"));
    }

    [Fact]
    public async Task Import_Goodreads_ResolvesNamesFromTheirFiles()
    {
        var interactions = _folder.Write(
            "gr.json.gz",
            """{"user_id": "8842281e", "book_id": "346", "is_read": true, "rating": 4, "date_added": "Thu Aug 17 15:15:28 -0700 2017"}""");
        var books = _folder.Write(
            "gr_books.json",
            """{"book_id": "346", "title": "Blue Sea", "authors": [{"author_id": "7", "role": ""}], "series": ["9"]}""");
        var authors = _folder.Write("gr_authors.json", """{"author_id": "7", "name": "Ann Lee"}""");
        var series = _folder.Write("gr_series.json", """{"series_id": "9", "title": "Blue"}""");

        await ImportAsync("goodreads", "--interactions", interactions, "--books", books, "--authors", authors, "--series", series);

        await using var shop = SqliteShop.OpenReadOnly(_shop);
        var book = await shop.Catalogue.FindAsync("346", TestContext.Current.CancellationToken);
        Assert.Equal("Ann Lee", Assert.Single(book!.Authors));
        Assert.Equal("Blue", Assert.Single(book.Series));
        var act = Assert.Single(shop.Log.ReadInteractions(TestContext.Current.CancellationToken));
        Assert.Equal(new DateTimeOffset(2017, 8, 17, 15, 15, 28, TimeSpan.FromHours(-7)), act.OccurredAt);
    }

    [Fact]
    public async Task Import_BookCrossing_TakesHistoryAndRatings()
    {
        var history = _folder.Write("book_history.dat", "user\titem\taccessed", "1\t10\t1", "1\t11\t1");
        var ratings = _folder.Write("book_ratings.dat", "user\titem\trating", "1\t10\t8");
        var items = _folder.Write(
            "items_info.dat",
            "Book_ID\tISBN\tBook-Title\tBook-Author\tYear-Of-Publication\tPublisher\tImage-URL-S\tImage-URL-M\tImage-URL-L",
            "10\t0393045218\tBlue Sea\tAnn Lee\t1999\tW. W. Norton &amp\t Company\thttp://s\thttp://m\thttp://l");

        var result = await ImportAsync("bookcrossing", "--interactions", history, "--interactions", ratings, "--books", items);

        Assert.Matches(@"(?m)^interactions +3 +3 +0 +0 +0\r?$", result.Out);
        Assert.Contains("repaired and taken over: 1 split_field", result.Out, StringComparison.Ordinal);
        await using var shop = SqliteShop.OpenReadOnly(_shop);
        var book = await shop.Catalogue.FindAsync("10", TestContext.Current.CancellationToken);
        Assert.Equal("W. W. Norton & Company", book!.Publisher);
    }

    [Theory]
    [InlineData("ratings.csv", "userId,movieId,rating,timestamp\n1,2,3.5,964982703")]
    [InlineData("ratings.dat", "1::2::3::964982703")]
    [InlineData("u.data", "1\t2\t3\t964982703")]
    public async Task Import_MovieLens_KnowsTheThreeLayouts(string file, string content)
    {
        var ratings = _folder.Write(file, content.Split('\n'));

        var result = await ImportAsync("movielens", "--interactions", ratings);

        Assert.Contains("holds 1 interactions of 1 users, 1 books", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("canonical", "line 1: the column 'user_id' is missing")]
    [InlineData("bookcrossing", "line 1: the header must be")]
    public async Task Import_FileOfAnotherFormat_IsRefusedAndLeavesNoShop(string format, string problem)
    {
        var file = _folder.Write("ratings.csv", "userId,movieId,rating,timestamp", "1,2,3.5,964982703");

        var line = await RefuseAsync(
            "import", "--format", format, "--interactions", file, "--into", _shop, "--rejects", _folder["rejects.csv"]);

        Assert.Contains($"{file}: {problem}", line, StringComparison.Ordinal);
        Assert.False(File.Exists(_shop), "no shop may be made for a file that is refused");
        Assert.False(File.Exists(_folder["rejects.csv"]), "no rejects file may be made for a file that is refused");
    }

    [Fact]
    public async Task Import_InteractionsAsBooks_IsRefusedAndLeavesTheCatalogue()
    {
        await ImportAsync("canonical", "--books", _books);

        var line = await RefuseAsync("import", "--format", "canonical", "--books", _interactions, "--into", _shop);

        Assert.Contains($"{_interactions}: line 1: the column 'user_id' is there", line, StringComparison.Ordinal);
        await using var shop = SqliteShop.OpenReadOnly(_shop);
        Assert.Equal("Blue Sea", (await shop.Catalogue.FindAsync("a", TestContext.Current.CancellationToken))?.Title);
    }

    [Fact]
    public async Task Import_EveryRowRejected_IsRefusedAndLeavesNoShop()
    {
        var file = _folder.Write("lines.json", "not json", "neither");

        var line = await RefuseAsync("import", "--format", "goodreads", "--interactions", file, "--into", _shop);

        Assert.Contains($"--interactions: all 2 rows are rejected, the first as {file}:1: bad_json", line, StringComparison.Ordinal);
        Assert.False(File.Exists(_shop), "a shop that nothing got into must not stay");
    }

    [Fact]
    public async Task Import_EveryRowOfOneFileRejected_IsRefusedByFile()
    {
        var broken = _folder.Write("broken.csv", "user_id,item_id,rating", "u1,a,nine", "u2,a,nine");

        var result = await RunAsync(
            "import", "--format", "canonical", "--interactions", _interactions, "--interactions", broken, "--into", _shop);

        Assert.Equal(ExitCode.BadInput, result.Code);
        Assert.Contains(
            $"--interactions: all 2 rows are rejected, the first as {broken}:2: bad_rating: rating is 'nine'", result.Error, StringComparison.Ordinal);
        Assert.StartsWith($"{_shop} holds 3 interactions and 2 books more than before this import", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_GzipCutShort_TellsWhatWasCommittedAndIsCompletedByTheWholeFile()
    {
        await ImportAsync("canonical", "--books", _books);
        var whole = _folder.Write("many.csv.gz", ["item_id,title", .. Enumerable.Range(0, 12_345).Select(book => $"m{book},Title {book}")]);
        var bytes = File.ReadAllBytes(whole);
        var cut = _folder["cut.csv.gz"];
        File.WriteAllBytes(cut, bytes[..^8]);

        var result = await RunAsync("import", "--format", "canonical", "--books", cut, "--interactions", _interactions, "--into", _shop);

        Assert.Equal((ExitCode.BadInput, ""), (result.Code, result.Out));
        var lines = result.Error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"{_shop} holds 0 interactions and 10,000 books more than before this import; ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"bookrecs: {cut}: the gzip data is corrupt or cut short", lines[1], StringComparison.Ordinal);
        var again = await ImportAsync("canonical", "--books", whole, "--interactions", _interactions);
        Assert.Matches(@"(?m)^books +12,345 +2,345 +0 +10,000 +0\r?$", again.Out);
        Assert.Matches(@"(?m)^interactions +3 +3 +0 +0 +0\r?$", again.Out);
    }

    [Fact]
    public async Task Import_GzipCutShortBeforeTheFirstBatch_LeavesNoShopAndSaysNothingOfOne()
    {
        var cut = _folder["cut.csv.gz"];
        File.WriteAllBytes(cut, File.ReadAllBytes(_books)[..^8]);

        var line = await RefuseAsync("import", "--format", "canonical", "--books", cut, "--into", _shop);

        Assert.StartsWith($"bookrecs: {cut}: the gzip data is corrupt or cut short", line, StringComparison.Ordinal);
        Assert.False(File.Exists(_shop), "a shop that nothing got into must not stay");
    }

    [Fact]
    public async Task Import_EveryNameRejected_IsRefusedBeforeAnythingIsImported()
    {
        var books = _folder.Write("gr_books.json", """{"book_id": "346", "title": "Blue Sea"}""");
        var authors = _folder.Write("gr_authors.json", "no JSON");

        var line = await RefuseAsync("import", "--format", "goodreads", "--books", books, "--authors", authors, "--into", _shop);

        Assert.Contains($"--authors: all 1 rows are rejected, the first as {authors}:1: bad_json", line, StringComparison.Ordinal);
        Assert.False(File.Exists(_shop), "no shop may be made for a file that is refused");
    }

    [Fact]
    public async Task Import_IntoAFileThatIsNoShop_IsRefusedAndLeavesItAlone()
    {
        var notes = _folder.Write("notes.db", "these are my notes, and they are longer than a header");

        var line = await RefuseAsync("import", "--format", "canonical", "--books", _books, "--into", notes);

        Assert.Contains($"{notes} is not a SQLite file", line, StringComparison.Ordinal);
        Assert.Equal(["these are my notes, and they are longer than a header"], _folder.Lines("notes.db"));
    }

    [Fact]
    public async Task Import_IntoAShopInUse_FailsAndSaysSo()
    {
        await using var running = SqliteShop.Open(_shop);

        var result = await RunAsync("import", "--format", "canonical", "--books", _books, "--into", _shop);

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("is in use by another process", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Import_GeneratedFiles_KeepTheirLabelAndRepeat()
    {
        var (interactions, books) = await GenerateAsync();

        await ImportAsync("canonical", "--interactions", interactions, "--books", books);
        var again = await ImportAsync("canonical", "--interactions", interactions, "--books", books);

        Assert.Contains("holds 80 interactions of 20 users, 40 books; the data is synthetic", again.Out, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^interactions +80 +0 +0 +80 +0\r?$", again.Out);
    }

    [Fact]
    public async Task Import_RealDataIntoASyntheticShop_IsRefused()
    {
        var (interactions, books) = await GenerateAsync();
        await ImportAsync("canonical", "--interactions", interactions, "--books", books);

        var line = await RefuseAsync("import", "--format", "canonical", "--interactions", _interactions, "--into", _shop);

        Assert.Contains("mix generated with real data", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_GeneratedFilesIntoARealShop_IsRefused()
    {
        var (interactions, _) = await GenerateAsync();
        await ImportAsync("canonical", "--interactions", _interactions);

        var line = await RefuseAsync("import", "--format", "canonical", "--interactions", interactions, "--into", _shop);

        Assert.Contains($"--into is '{_shop}', which holds real data", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Stopped_EndsWith130AndLeavesNoEmptyShop()
    {
        var result = await RunStoppedAsync("import", "--format", "canonical", "--interactions", _interactions, "--into", _shop);

        Assert.Equal(ExitCode.Stopped, result.Code);
        Assert.False(File.Exists(_shop), "a shop that nothing got into must not stay");
    }

    [Theory]
    [InlineData("--interactions", "user_id,item_id")]
    [InlineData("--books", "item_id,title")]
    public async Task Import_StoppedWhileEveryRowIsRejected_EndsWith130(string option, string header)
    {
        var file = _folder.Write("broken.csv", [header, .. Enumerable.Repeat(",", 30_000)]);

        var result = await RunStoppedHalfwayAsync("import", "--format", "canonical", option, file, "--into", _shop);

        Assert.Equal((ExitCode.Stopped, "bookrecs: stopped; nothing was left half-done"), (result.Code, result.Error.TrimEnd()));
    }

    private async Task<(string Interactions, string Books)> GenerateAsync()
    {
        await SucceedAsync("generate", "--users", "20", "--items", "40", "--interactions", "80", "--out", _folder["synthetic"]);
        return (_folder["synthetic/interactions.csv.gz"], _folder["synthetic/books.csv.gz"]);
    }

    private Task<CommandLineResult> ImportAsync(string format, params string[] files) =>
        SucceedAsync(["import", "--format", format, "--into", _shop, .. files]);
}
