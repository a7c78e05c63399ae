using System.Globalization;
using System.Text;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Writes rejected rows to a CSV file as they come, so that memory does not grow with them.</summary>
public sealed class RejectsCsvWriter : IDisposable
{
    private readonly StreamWriter _writer;

    /// <summary>Creates the file, or empties the one that is there.</summary>
    /// <param name="path">Where to write.</param>
    public RejectsCsvWriter(string path)
    {
        _writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        _writer.WriteLine("file,line,reason,detail");
    }

    /// <summary>Writes one row; fits <see cref="DataSetReaderOptions.RejectSink"/>.</summary>
    public void Write(Reject reject)
    {
        ArgumentNullException.ThrowIfNull(reject);
        _writer.Write(Quote(reject.File));
        _writer.Write(',');
        _writer.Write(reject.Line.ToString(CultureInfo.InvariantCulture));
        _writer.Write(',');
        _writer.Write(reject.Reason);
        _writer.Write(',');
        _writer.WriteLine(Quote(reject.Detail));
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
