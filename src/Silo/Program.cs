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
    var settings = builder.AddBookRecsSettings();
    if (settings.Role.HoldsGrains)
    {
        builder.Services.AddShopStorage(builder.Configuration, RuntimeWiring.StoreUse);
        builder.Services.AddTopics();
        builder.Services.AddGrainServices();
        builder.Services.AddReadiness();
        builder.Services.AddShopStart();
    }

    builder.UseGrainRuntime(settings);
    if (settings.Role.HoldsGrains)
        builder.Services.AddTopicConsumers();
    builder.Services.AddBookRecsFrontend(builder.Configuration);

    var app = builder.Build();
    app.UseBookRecsFrontend(settings.Role.ServesApi);
    app.MapDashboard(settings);
    return app;
});
