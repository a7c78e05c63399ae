#:property PublishAot=false
#:property AssemblyName=BookRecs.GoodreadsLines
#:property GenerateDocumentationFile=true

// Writes interaction lines in the shape of the UCSD Book Graph (goodreads_interactions_*.json.gz). The people and books are
// invented; the same arguments give the same text.
//
//   dotnet run -c Release bench/import/generate-goodreads-lines.cs -- LINES SEED FILE.json.gz

using System.Globalization;
using System.IO.Compression;
using System.Text;

if (args.Length != 3
    || !int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var lines)
    || !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
{
    Console.Error.WriteLine("usage: generate-goodreads-lines.cs LINES SEED FILE.json.gz");
    return 2;
}

const int Books = 90_000;
const int FlushCharacters = 1 << 20;
var random = new Random(seed);
var firstDay = new DateTime(2007, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
using var gzip = new GZipStream(File.Create(args[2]), CompressionLevel.Fastest);
using var file = new StreamWriter(gzip, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), FlushCharacters);
var line = new StringBuilder();
for (var written = 0; written < lines;)
{
    // A reader's lines stand together, as in the published files; most readers have few, some have thousands.
    var user = $"{random.NextInt64():x16}{random.NextInt64():x16}";
    var count = Math.Min(lines - written, (int)Math.Min(5_000, 8 / Math.Pow(1 - random.NextDouble(), 0.8)));
    var shelf = new HashSet<int>();
    while (shelf.Count < count)
        shelf.Add((int)(Books * Math.Pow(random.NextDouble(), 2.5)));
    foreach (var book in shelf)
    {
        var isRead = random.Next(2) == 0;
        var added = firstDay.AddSeconds(random.Next(10 * 365 * 86_400));
        line.Clear();
        line.Append("{\"user_id\": \"").Append(user);
        line.Append("\", \"book_id\": \"").Append(1_000_003 + (book * 37));
        line.Append("\", \"review_id\": \"").Append(CultureInfo.InvariantCulture, $"{random.NextInt64():x16}{random.NextInt64():x16}");
        line.Append("\", \"is_read\": ").Append(isRead ? "true" : "false");
        line.Append(", \"rating\": ").Append(isRead ? random.Next(0, 6) : 0);
        line.Append(", \"review_text_incomplete\": \"\", \"date_added\": \"").Append(Date(added));
        line.Append("\", \"date_updated\": \"").Append(Date(added.AddHours(random.Next(1, 9_000))));
        line.Append("\", \"read_at\": \"").Append(isRead ? Date(added.AddHours(random.Next(1, 2_000))) : "");
        line.Append("\", \"started_at\": \"\"}\n");
        file.Write(line);
    }

    written += count;
}

return 0;

static string Date(DateTime moment)
{
    var offset = moment.Month is > 3 and < 11 ? "-0700" : "-0800";
    return string.Create(CultureInfo.InvariantCulture, $"{moment:ddd MMM dd HH:mm:ss} {offset} {moment:yyyy}");
}
