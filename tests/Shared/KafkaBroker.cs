using System.Diagnostics;
using System.Globalization;

namespace BookRecs.Tests.Shared;

/// <summary>
/// A broker in a process of its own, on a free port of the loopback interface: the mock cluster of librdkafka, which speaks Kafka's protocol
/// and keeps all in memory. It makes topics of 4 partitions when they are first named. It ends when it is disposed, and also when the process
/// of the tests dies.
/// </summary>
internal sealed class KafkaBroker : IAsyncDisposable
{
    private const string Install = "apt-get install -y --no-install-recommends kcat (build/install-packages.sh does it)";
    private readonly Process _process;

    private KafkaBroker(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>The address, as HOST:PORT.</summary>
    public string Address { get; }

    /// <summary>Starts a broker.</summary>
    public static async Task<KafkaBroker> StartAsync()
    {
        // A producer that waits for its input: the cluster inside it lives until the input ends.
        var start = new ProcessStartInfo("kcat", ["-P", "-b", "ignored:1", "-t", "seed", "-X", "test.mock.num.brokers=1"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException($"kcat is not installed. As root: {Install}", error);
        }

        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            const string Before = "replaced with ";
            var at = line.IndexOf(Before, StringComparison.Ordinal);
            if (at < 0)
                continue;

            // What follows is of no interest, but must not fill the pipe.
            _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
            return new KafkaBroker(process, line[(at + Before.Length)..].Trim());
        }

        throw new InvalidOperationException($"kcat ended with {process.ExitCode} before it named its port.");
    }

    /// <summary>The values of a topic's records from the beginning, read with kcat: past all code of the project.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="format">What to print of each record, in kcat's words.</param>
    public async Task<IReadOnlyList<string>> ReadAsync(string topic, string format = "%s\n")
    {
        var start = new ProcessStartInfo("kcat", ["-C", "-b", Address, "-t", topic, "-o", "beginning", "-e", "-q", "-f", format])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await EndAsync(process);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Publishes lines with kcat, each as KEY|VALUE.</summary>
    public async Task PublishAsync(string topic, IEnumerable<string> lines)
    {
        var start = new ProcessStartInfo("kcat", ["-P", "-b", Address, "-t", topic, "-K", "|"]) { RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        foreach (var line in lines)
            await process.StandardInput.WriteLineAsync(line);
        process.StandardInput.Close();
        await EndAsync(process);
    }

    /// <summary>Ends the broker at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task EndAsync(Process process)
    {
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"kcat ended with {process.ExitCode}."));
    }
}
