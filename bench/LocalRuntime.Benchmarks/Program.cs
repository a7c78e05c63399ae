using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BookRecs.LocalRuntime.Benchmarks;
using Perfolizer.Horology;

if (args is ["memory", ..])
    return await ActivationMemory.MeasureAsync(100_000);

// Many short iterations: on a machine that does other work too, the fastest ones show what the code costs.
var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithWarmupCount(20)
    .WithIterationTime(TimeInterval.FromMilliseconds(4))
    .WithIterationCount(150);
var config = DefaultConfig.Instance.AddDiagnoser(MemoryDiagnoser.Default).AddColumn(StatisticColumn.Min, StatisticColumn.P25).AddJob(job);
BenchmarkSwitcher.FromAssembly(typeof(CallOverhead).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
return 0;
