using BookRecs.Load;

// bare URL BODY_FILE      serve the bytes of the file on every path: the most that ASP.NET can do with such an answer
// latency URL READERS N S post N transactions a second for S s, each followed by the reader's list, and print the percentiles
return args switch
{
    ["bare", var url, var bodyFile] => await BareEndpoint.RunAsync(url, bodyFile),
    ["latency", var url, var readers, var rate, var seconds] =>
        await AnswerLatency.RunAsync(url, int.Parse(readers, null), int.Parse(rate, null), int.Parse(seconds, null)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: bare URL BODY_FILE | latency URL READERS POSTS_PER_SECOND SECONDS");
    return 2;
}
