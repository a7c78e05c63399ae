using BookRecs.Frontend;
using BookRecs.Messaging;
using BookRecs.Silo.Health;
using BookRecs.Silo.Hosting;
using BookRecs.Silo.Runtime;
using BookRecs.Silo.Settings;
using BookRecs.Silo.Startup;
using BookRecs.Storage;

return await SiloProcess.RunAsync(args, static builder =>
{
    builder.AddBookRecsSettings();
    builder.Services.AddShopStorage(builder.Configuration, RuntimeWiring.StoreUse);
    builder.Services.AddTopics();
    builder.Services.AddGrainServices();
    builder.UseGrainRuntime();
    builder.Services.AddTopicConsumers();
    builder.Services.AddBookRecsFrontend(builder.Configuration);
    builder.Services.AddReadiness();
    builder.Services.AddShopStart();

    var app = builder.Build();
    app.UseBookRecsFrontend();
    return app;
});
