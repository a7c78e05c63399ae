using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BookRecs.LocalRuntime.Benchmarks;

if (args is ["memory", ..])
    return await ActivationMemory.MeasureAsync(100_000);
var config = DefaultConfig.Instance
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddJob(Job.ShortRun.WithIterationCount(7).WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(CallOverhead).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
return 0;
