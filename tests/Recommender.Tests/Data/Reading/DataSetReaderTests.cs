using System.Globalization;
using BookRecs.Recommender.Data.Reading;

namespace BookRecs.Recommender.Tests.Data.Reading;

public sealed class DataSetReaderTests : IDisposable
{
    private const string Rows = "user_id,item_id\nann,b1\nann,b2\nbob,b1\n";

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("i.csv.gz")]
    [InlineData("i.csv")]
    public void Gzip_IsRecognizedByContentAndNotByName(string name)
    {
        var reader = DataFolder.OpenInteractions(DataSetFormat.Canonical, _folder.Write(name, DataFolder.Gzip(Rows)));

        Assert.Equal(["b1", "b2", "b1"], reader.Interactions().Select(row => row.ItemId));
    }

    [Fact]
    public void PlainFileWithGzipName_IsRead() =>
        Assert.Equal(3, DataFolder.OpenInteractions(DataSetFormat.Canonical, _folder.Write("i.csv.gz", Rows)).Interactions().Count());

    [Fact]
    public void GzipOfSeveralParts_IsReadToItsEnd()
    {
        byte[] parts = [.. DataFolder.Gzip(Rows), .. DataFolder.Gzip("bob,b9\n")];

        var reader = DataFolder.OpenInteractions(DataSetFormat.Canonical, _folder.Write("i.csv.gz", parts));

        Assert.Equal(["b1", "b2", "b1", "b9"], reader.Interactions().Select(row => row.ItemId));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(500)]
    [InlineData(2000)]
    [InlineData(10_000)]
    public void TruncatedGzip_IsAnErrorThatNamesTheFile(int missing)
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 20_000).Select(_ => random.Next().ToString(CultureInfo.InvariantCulture) + ",b1");
        var whole = DataFolder.Gzip("user_id,item_id\n" + string.Join('\n', rows));
        var path = _folder.Write("cut.csv.gz", whole[..^missing]);

        var error = Assert.Throws<DataSetException>(
            () => DataFolder.OpenInteractions(DataSetFormat.Canonical, path).Interactions().Count());

        Assert.Equal(path, error.File);
        Assert.StartsWith(path + ": the gzip data is corrupt or cut short", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedGzip_IsAnErrorThatNamesTheFile()
    {
        var bytes = DataFolder.Gzip(Rows);
        bytes[^6] ^= 0xff;

        Assert.Throws<DataSetException>(() =>
            DataFolder.OpenInteractions(DataSetFormat.Canonical, _folder.Write("i.csv.gz", bytes)).Interactions().Count());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("user_id,rating\n", "the column 'item_id' is missing")]
    [InlineData("user_id,item_id,user_id\n", "the column 'user_id' is there twice")]
    [InlineData("\"user_id,item_id\n", "the header cannot be read")]
    public void BrokenHeader_IsAnErrorThatNamesFileAndColumn(string text, string problem)
    {
        var path = _folder.Write("i.csv", text);

        var error = Assert.Throws<DataSetException>(() => DataFolder.OpenInteractions(DataSetFormat.Canonical, path));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}\nann\n")]
    [InlineData("{0},{0}\nann,b1\n")]
    [InlineData("a,b,{0}\nann,b1,\n")]
    public void HeaderThatIsNone_IsShownCutAndWithoutControlCharacters(string text)
    {
        var name = "\u001b]0;title\u0007" + new string('x', 1 << 20);
        var path = _folder.Write("i.csv", text.Replace("{0}", name, StringComparison.Ordinal));

        var error = Assert.Throws<DataSetException>(() => DataFolder.OpenInteractions(DataSetFormat.Canonical, path));

        Assert.Contains("\\u001b]0;title\\u0007xxx", error.Message, StringComparison.Ordinal);
        Assert.Contains("…", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.True(error.Message.Length < path.Length + 300, $"a message must fit a line or two, this one has {error.Message.Length} characters");
    }

    [Fact]
    public void Utf16_IsAnErrorThatNamesTheEncoding()
    {
        var path = _folder.Write("i.csv", [0xff, 0xfe, .. System.Text.Encoding.Unicode.GetBytes(Rows)]);

        var error = Assert.Throws<DataSetException>(() => DataFolder.OpenInteractions(DataSetFormat.Canonical, path));

        Assert.Contains("UTF-16", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFile_IsAnErrorThatNamesIt()
    {
        var error = Assert.Throws<DataSetException>(() => DataFolder.OpenInteractions(DataSetFormat.Canonical, _folder["none.csv"]));

        Assert.Contains("none.csv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_IsAnErrorThatSaysSo()
    {
        Directory.CreateDirectory(_folder["sub"]);

        var error = Assert.Throws<DataSetException>(() => DataFolder.OpenInteractions(DataSetFormat.Canonical, _folder["sub"]));

        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesOfAuthors_WithAnotherFormatThanGoodreads_AreRefused()
    {
        var files = new DataSetFiles { Interactions = [_folder.Write("i.csv", Rows)], Authors = "authors.json" };

        Assert.Throws<ArgumentException>(() => DataSetReader.Open(DataSetFormat.Canonical, files));
    }

    [Fact]
    public void SeveralFiles_AreReadOneAfterTheOther()
    {
        var reader = DataSetReader.Open(DataSetFormat.Canonical, new DataSetFiles
        {
            Interactions = [_folder.Write("1.csv", Rows), _folder.Write("2.csv", "item_id,user_id\nb7,cat\n")],
        });

        Assert.Equal(["ann", "ann", "bob", "cat"], reader.Interactions().Select(row => row.UserId));
    }

    [Fact]
    public void SameId_IsTheSameString()
    {
        var rows = DataFolder.OpenInteractions(DataSetFormat.Canonical, _folder.Write("i.csv", Rows)).Interactions().ToList();

        Assert.Same(rows[0].UserId, rows[1].UserId);
        Assert.Same(rows[0].ItemId, rows[2].ItemId);
    }

    [Fact]
    public void SecondReading_GivesTheSameRowsAndCountsRejectsOnce()
    {
        var reader = DataFolder.OpenInteractions(DataSetFormat.Canonical, _folder.Write("i.csv", Rows + ",b1\nbob,\n"));

        var firstRow = reader.Interactions().First();
        Assert.Equal(reader.Interactions(), reader.Interactions());

        Assert.Equal("ann", firstRow.UserId);
        Assert.Equal(2, reader.Rejects.Count);
    }

    [Fact]
    public void RejectedFiles_AreThoseOfWhichNoRowWasTaken()
    {
        var broken = _folder.Write("2.csv", "user_id,item_id\n,b1\nbob,\n");
        var reader = DataSetReader.Open(DataSetFormat.Canonical, new DataSetFiles
        {
            Interactions = [_folder.Write("1.csv", Rows + ",b1\n"), broken, _folder.Write("3.csv", "user_id,item_id\n")],
        });

        Assert.Equal(reader.Interactions(), reader.Interactions());

        Assert.Equal([new(broken, 2, new(broken, 2, RejectReason.IdEmpty, "user_id is ''"))], reader.Rejects.RejectedFiles);
    }

    [Fact]
    public void ManyRejects_AreCountedAndWrittenButNotKept()
    {
        var rows = string.Concat(Enumerable.Range(0, 50).Select(row => $"ann,b{row},{row}\n"));
        var path = _folder.Write("i.csv", "user_id,item_id,rating\n" + rows);
        using (var writer = new RejectsCsvWriter(_folder["rejects.csv"]))
        {
            var options = new DataSetReaderOptions { MaxRejectsKept = 3, RejectSink = writer.Write };
            var reader = DataFolder.OpenInteractions(DataSetFormat.Canonical, path, options);

            Assert.Equal(6, reader.Interactions().Count());
            Assert.Equal(44, reader.Rejects.Count);
            Assert.Equal([8L, 9, 10], reader.Rejects.First.Select(reject => reject.Line));
        }

        var lines = File.ReadAllLines(_folder["rejects.csv"]);
        Assert.Equal(45, lines.Length);
        Assert.Equal("file,line,reason,detail", lines[0]);
        Assert.Equal($"\"{path}\",8,bad_rating,\"rating is '6'\"", lines[1]);
    }

    [Fact]
    public void Progress_RisesToTheWholeFile()
    {
        var path = _folder.Write("i.csv.gz", DataFolder.Gzip("user_id,item_id\n" + string.Concat(Enumerable.Repeat("ann,b1\n", 25))));
        var reports = new Recorder();
        var options = new DataSetReaderOptions { Progress = reports, ProgressRows = 10 };

        Assert.Equal(25, DataFolder.OpenInteractions(DataSetFormat.Canonical, path, options).Interactions().Count());

        Assert.Equal([10L, 20, 25], reports.Seen.Select(report => report.Rows));
        Assert.Equal(new ReadProgress(path, new FileInfo(path).Length, new FileInfo(path).Length, 25, 0), reports.Seen[^1]);
    }

    [Fact]
    public void Cancelled_WhileRowsAreRejected_EndsAtOnce()
    {
        using var stop = new CancellationTokenSource();
        var path = _folder.Write("i.csv", Rows + string.Concat(Enumerable.Repeat(",b1\n", 10_000)));
        var options = new DataSetReaderOptions { RejectSink = _ => stop.Cancel(), CancellationToken = stop.Token };
        var reader = DataFolder.OpenInteractions(DataSetFormat.Canonical, path, options);

        Assert.Throws<OperationCanceledException>(() => reader.Interactions().Count());

        Assert.True(reader.Rejects.Count < 5_000, $"{reader.Rejects.Count} rows were read after the reading was stopped: look at the token sooner");
    }

    [Fact]
    public void Cancelled_WhileNoRowComes_EndsAtTheNextPartOfTheFile()
    {
        using var stop = new CancellationTokenSource();
        var path = _folder.Write("i.csv", Rows + new string('\n', 1 << 20));
        var options = new DataSetReaderOptions { CancellationToken = stop.Token };
        using var rows = DataFolder.OpenInteractions(DataSetFormat.Canonical, path, options).Interactions().GetEnumerator();
        for (var row = 0; row < 3; row++)
            Assert.True(rows.MoveNext(), "the file begins with three rows");

        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => rows.MoveNext());
    }

    [Fact]
    public void OptionOutOfRange_IsRefusedByName()
    {
        var options = new DataSetReaderOptions { MaxRowBytes = 10 };

        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => DataSetReader.Open(DataSetFormat.Canonical, new DataSetFiles(), options));

        Assert.Contains("MaxRowBytes is 10, it must be from 1024", error.Message, StringComparison.Ordinal);
    }

    private sealed class Recorder : IProgress<ReadProgress>
    {
        public List<ReadProgress> Seen { get; } = [];

        public void Report(ReadProgress value) => Seen.Add(value);
    }
}
