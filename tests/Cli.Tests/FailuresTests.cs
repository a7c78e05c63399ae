using BookRecs.Cli.CommandLine;
using BookRecs.Grains.Log;

namespace BookRecs.Cli.Tests;

public sealed class FailuresTests
{
    [Fact]
    public void Describe_Cancellation_IsStopped() =>
        Assert.Equal(ExitCode.Stopped, Failures.Describe(new TaskCanceledException()).Code);

    [Fact]
    public void Describe_BadInput_IsTheMessageAlone() =>
        Assert.Equal((ExitCode.BadInput, "books.csv: no header"), Failures.Describe(new InputException("books.csv: no header")));

    [Fact]
    public void Describe_FailureOfTheStore_IsTheMessageAlone() =>
        Assert.Equal((ExitCode.Failed, "the disk is full"), Failures.Describe(new LogUnavailableException("the disk is full")));

    [Fact]
    public void Describe_WhatNobodyExpected_IsOneLineWithItsType() => Assert.Equal(
        (ExitCode.Failed, "InvalidOperationException: first second"),
        Failures.Describe(new InvalidOperationException("first\r\n second")));

    [Fact]
    public void Describe_FailureOfAParallelLoop_IsItsCause() => Assert.Equal(
        (ExitCode.BadInput, "no header"),
        Failures.Describe(new AggregateException(new AggregateException(new InputException("no header")))));
}
