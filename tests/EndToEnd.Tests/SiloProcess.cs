using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace BookRecs.EndToEnd.Tests;

/// <summary>A silo in a process of its own, on a free port of the loopback interface.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _console = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private SiloProcess(Process process, string url)
    {
        _process = process;
        Url = url;
        Http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(60) };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            Keep(line.Data);
            if (line.Data is not null)
                _errors.Enqueue(line.Data);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Url { get; }

    /// <summary>False once the process has ended.</summary>
    public bool IsRunning => !_process.HasExited;

    public HttpClient Http { get; }

    public string Console => string.Join('\n', _console);

    public IReadOnlyCollection<string> ErrorLines => _errors;

    /// <summary>
    /// On a machine that does much else at the same time a list may take longer than readers would wait. These tests are about
    /// what is answered, not how fast, so they let it.
    /// </summary>
    private const string Unhurried = "--BookRecs:Http:DeadlineMilliseconds=30000";

    /// <summary>Trainings of the tests take the settings of the sources as they are.</summary>
    private const string Untuned = "--BookRecs:Training:Candidates:Engine:TuningBudget=0";

    /// <summary>
    /// For tests that wait for a training in which the order of a list does not matter: a fraction of the default's work, with a gate that lets its
    /// model serve beside one of the default's.
    /// </summary>
    public static readonly string[] QuickTraining =
    [
        "--BookRecs:Training:Candidates:Engine:Folds=1", "--BookRecs:Training:Candidates:Engine:FinalRankers=1",
        "--BookRecs:Training:Candidates:Engine:FinalRanker:Trees=30", "--BookRecs:Models:Tolerance=1",
    ];

    /// <summary>Starts a silo whose data is in the folder, and waits until it is ready.</summary>
    public static async Task<SiloProcess> StartReadyAsync(string folder, CancellationToken cancellationToken, params string[] settings)
    {
        var silo = Start(folder, settings);
        await silo.WaitUntilReadyAsync(cancellationToken);
        return silo;
    }

    public static SiloProcess Start(string folder, params string[] settings) => StartWithin([], folder, settings);

    /// <summary>Starts a silo by another command, such as one that gives it a network of its own.</summary>
    public static SiloProcess StartWithin(string[] command, string folder, params string[] settings)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        string[] program =
        [
            .. command, "dotnet", BuiltPrograms.Silo, "--urls", url, Unhurried, Untuned, $"--BookRecs:Cluster:SiloPort={FreePort()}",
            $"--BookRecs:Cluster:GatewayPort={FreePort()}",
        ];
        var start = new ProcessStartInfo(program[0], program[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        ShopStore.Choose(folder, settings, start);
        ShopTopics.Choose(folder, settings, start);
        foreach (var setting in settings)
            start.ArgumentList.Add(setting);
        return new SiloProcess(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start"), url);
    }

    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (!await IsReadyAsync(timeout.Token))
            {
                Assert.False(_process.HasExited, $"The silo ended before it was ready. It printed:\n{Console}");
                await poll.WaitForNextTickAsync(timeout.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"The silo was not ready after {Patience.TotalSeconds} s. It printed:\n{Console}");
        }
    }

    /// <summary>Waits until the silo has printed a text; what people read may follow what /ready says.</summary>
    public async Task WaitUntilPrintedAsync(string text, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!Console.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, $"The silo ended before it printed '{text}'. It printed:\n{Console}");
            await poll.WaitForNextTickAsync(timeout.Token);
        }
    }

    /// <summary>Waits until something that the silo does is done; when it does not come, the test fails with what the silo printed.</summary>
    public Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken) =>
        UntilAsync(() => Task.FromResult(condition()), cancellationToken);

    /// <inheritdoc cref="UntilAsync(Func{bool}, CancellationToken)"/>
    public async Task UntilAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(LongPatience);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!await condition())
            {
                Assert.False(_process.HasExited, $"The silo ended before what was waited for came. It printed:\n{Console}");
                await poll.WaitForNextTickAsync(bound.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"What was waited for did not come within {LongPatience.TotalSeconds} s. The silo printed:\n{Console}");
        }
    }

    /// <summary>SIGKILL: the process gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as an operator or Kubernetes stops it. It must end with 0.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        var code = await WaitForExitAsync(cancellationToken);
        Assert.True(code == 0, $"The silo ended with {code} when it was asked to stop. It printed:\n{Console}");
    }

    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        Http.Dispose();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Http.GetAsync("/ready", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _console.Enqueue(line);
    }
}
