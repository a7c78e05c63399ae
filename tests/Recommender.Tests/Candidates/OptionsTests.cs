using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Evaluation;
using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class OptionsTests
{
    public static TheoryData<Action, string> OutOfBounds => new()
    {
        { new PopularOptions { MaxItems = 0 }.Validate, "Popular.MaxItems is 0, but must be at least 1" },
        { new PopularOptions { ScoredItems = 0 }.Validate, "Popular.ScoredItems is 0, but must be at least 1" },
        { new TrendingOptions { HalfLifeDays = 0 }.Validate, "Trending.HalfLifeDays is 0, but must be above 0" },
        { new TrendingOptions { HalfLifeDays = double.NaN }.Validate, "Trending.HalfLifeDays is NaN" },
        { new TrendingOptions { MaxItems = 0 }.Validate, "Trending.MaxItems is 0" },
        { new ItemToItemOptions { Weighting = (ItemWeighting)9 }.Validate, "ItemToItem.Weighting is 9, but must be Cosine, TfIdf or Bm25" },
        { new ItemToItemOptions { Neighbours = 10_001 }.Validate, "ItemToItem.Neighbours is 10001, but must be 1 to 10000" },
        { new ItemToItemOptions { K1 = -1 }.Validate, "ItemToItem.K1 is -1" },
        { new ItemToItemOptions { Damping = float.NaN }.Validate, "ItemToItem.Damping is NaN, but must be 0 to 1000000" },
        { new ItemToItemOptions { B = 1.5f }.Validate, "ItemToItem.B is 1.5, but must be 0 to 1" },
        { new ContentOptions { WarmNeighbours = -1 }.Validate, "Content.WarmNeighbours is -1" },
        { new ContentOptions { ColdNeighbours = -1 }.Validate, "Content.ColdNeighbours is -1" },
        { new ContentOptions { Author = 101 }.Validate, "Content.Author is 101, but must be 0 to 100" },
        { new ContentOptions { LearnWeightsFrom = -1 }.Validate, "Content.LearnWeightsFrom is -1, but must be at least 0" },
        { new ContentOptions { Subwords = -1 }.Validate, "Content.Subwords is -1, but must be 0 to 100" },
        { new ContentOptions { MaxDocumentShare = 0 }.Validate, "Content.MaxDocumentShare is 0" },
        { new ContentOptions { MaxTermsPerItem = 0 }.Validate, "Content.MaxTermsPerItem is 0" },
        { new SeriesAuthorOptions { SameAuthor = float.NaN }.Validate, "SeriesAuthor.SameAuthor is NaN" },
        { new SeriesAuthorOptions { MaxItemsPerGroup = 0 }.Validate, "SeriesAuthor.MaxItemsPerGroup is 0" },
        { new BlendOptions { Content = -0.1f }.Validate, "Blend.Content is -0.1, but must be 0 to 100" },
        { new BlendOptions { ColdContent = -0.1f }.Validate, "Blend.ColdContent is -0.1, but must be 0 to 100" },
        { new Rp3BetaOptions { Alpha = -1 }.Validate, "Rp3Beta.Alpha is -1, but must be 0 to 10" },
        { new Rp3BetaOptions { Beta = 11 }.Validate, "Rp3Beta.Beta is 11" },
        { new Rp3BetaOptions { Neighbours = 0 }.Validate, "Rp3Beta.Neighbours is 0" },
        { new SparseLinearOptions { Neighbours = 0 }.Validate, "SparseLinear.Neighbours is 0, but must be 1 to 64" },
        { new SparseLinearOptions { Neighbours = 65 }.Validate, "SparseLinear.Neighbours is 65, but must be 1 to 64" },
        { new SparseLinearOptions { Regularization = 0 }.Validate, "SparseLinear.Regularization is 0, but must be above 0, at most 1000000" },
        { new SparseLinearOptions { Regularization = float.NaN }.Validate, "SparseLinear.Regularization is NaN" },
        { new SparseLinearOptions { NeighbourDamping = -1 }.Validate, "SparseLinear.NeighbourDamping is -1, but must be 0 to 1000000" },
        { new SparseLinearOptions { DropoutOdds = 101 }.Validate, "SparseLinear.DropoutOdds is 101, but must be 0 to 100" },
        { new SparseLinearOptions { UserExponent = 2.5f }.Validate, "SparseLinear.UserExponent is 2.5, but must be 0 to 2" },
        { new SparseLinearOptions { PopularityExponent = -0.1f }.Validate, "SparseLinear.PopularityExponent is -0.1, but must be 0 to 1" },
        { new LatentFactorsOptions { Factors = 1_025 }.Validate, "LatentFactors.Factors is 1025, but must be 1 to 1024" },
        { new LatentFactorsOptions { Iterations = 0 }.Validate, "LatentFactors.Iterations is 0" },
        { new LatentFactorsOptions { Alpha = 0 }.Validate, "LatentFactors.Alpha is 0, but must be above 0" },
        { new LatentFactorsOptions { Regularization = float.NaN }.Validate, "LatentFactors.Regularization is NaN" },
        { new LatentFactorsOptions { FrequencyExponent = 3 }.Validate, "LatentFactors.FrequencyExponent is 3, but must be 0 to 2" },
        { new LatentFactorsOptions { Solver = (LatentFactorsSolver)9 }.Validate, "LatentFactors.Solver is 9" },
        { new LatentFactorsOptions { ConjugateGradientSteps = 0 }.Validate, "LatentFactors.ConjugateGradientSteps is 0" },
        { new EaseOptions { Regularization = 0 }.Validate, "Ease.Regularization is 0, but must be 0.001 to 1000000000" },
        { new EaseOptions { UserExponent = float.NaN }.Validate, "Ease.UserExponent is NaN" },
        { new EaseOptions { Neighbours = 0 }.Validate, "Ease.Neighbours is 0" },
        { new EaseOptions { MaxSide = 46_001 }.Validate, "Ease.MaxSide is 46001, but must be 1 to 46000" },
        { new UserToUserOptions { Neighbours = 0 }.Validate, "UserToUser.Neighbours is 0, but must be 1 to 10000" },
        { new UserToUserOptions { RarityExponent = -1 }.Validate, "UserToUser.RarityExponent is -1" },
        { new UserToUserOptions { SimilarityExponent = float.NaN }.Validate, "UserToUser.SimilarityExponent is NaN" },
        { new UserToUserOptions { MaxUsersPerItem = 0 }.Validate, "UserToUser.MaxUsersPerItem is 0" },
        { new UserToUserOptions { MaxInteractions = 0 }.Validate, "UserToUser.MaxInteractions is 0" },
        { new ColdStartOptions { ColdBelow = 0 }.Validate, "ColdStart.ColdBelow is 0, but must be 1 to 1000000" },
        { new ColdStartOptions { Neighbours = 0 }.Validate, "ColdStart.Neighbours is 0" },
        { new ColdStartOptions { Companions = -1 }.Validate, "ColdStart.Companions is -1" },
        { new ColdStartOptions { CompanionWeight = 11 }.Validate, "ColdStart.CompanionWeight is 11" },
        { new ColdStartOptions { MaxArguments = 0 }.Validate, "ColdStart.MaxArguments is 0" },
        { new ColdStartOptions { Normalization = 1.5f }.Validate, "ColdStart.Normalization is 1.5, but must be 0 to 1" },
        { new CoPurchaseOptions { WindowDays = -1 }.Validate, "CoPurchase.WindowDays is -1, but must be 0 to 36500" },
        { new CoPurchaseOptions { HalfLifeDays = 0 }.Validate, "CoPurchase.HalfLifeDays is 0" },
        { new CoPurchaseOptions { Shrinkage = -1 }.Validate, "CoPurchase.Shrinkage is -1" },
        { new CoPurchaseOptions { Neighbours = 0 }.Validate, "CoPurchase.Neighbours is 0" },
        { new CoPurchaseOptions { MaxActsPerUser = 1 }.Validate, "CoPurchase.MaxActsPerUser is 1" },
        { new NewOptions { HalfLifeDays = double.NaN }.Validate, "New.HalfLifeDays is NaN" },
        { new NewOptions { MaxItems = 0 }.Validate, "New.MaxItems is 0, but must be at least 1" },
        { new NewOptions { Neighbours = 0 }.Validate, "New.Neighbours is 0" },
        { new NewOptions { Anybody = 0 }.Validate, "New.Anybody is 0, but must be above 0 and at most 1" },
        { new EngineOptions { CandidatesPerSource = 9 }.Validate, "Engine.CandidatesPerSource is 9, but must be 10 to 5000" },
        { new EngineOptions { Candidates = 20_001 }.Validate, "Engine.Candidates is 20001, but must be 10 to 20000" },
        { new ColdStartOptions { FactorRidge = 0 }.Validate, "ColdStart.FactorRidge is 0, but must be above 0, to 1000000" },
        { new EngineOptions { PreRanked = 9 }.Validate, "Engine.PreRanked is 9, but must be 10 to 5000" },
        { new EngineOptions { MaxItemsOfLatentCandidates = -1 }.Validate, "Engine.MaxItemsOfLatentCandidates is -1" },
        { new EngineOptions { RecentHalfLife = 0 }.Validate, "Engine.RecentHalfLife is 0, but must be above 0, at most 1000" },
        { new EngineOptions { HoldoutFraction = double.NaN }.Validate, "Engine.HoldoutFraction is NaN, but must be 0.01 to 0.5" },
        { new EngineOptions { HiddenItemFraction = 0.6 }.Validate, "Engine.HiddenItemFraction is 0.6, but must be 0 to 0.5" },
        { new EngineOptions { Folds = 0 }.Validate, "Engine.Folds is 0, but must be 1 to 20" },
        { new EngineOptions { MaxUsers = 9 }.Validate, "Engine.MaxUsers is 9" },
        { new EngineOptions { ColdBoostTolerance = 0.6 }.Validate, "Engine.ColdBoostTolerance is 0.6" },
        { new EngineOptions { FinalRankers = 0 }.Validate, "Engine.FinalRankers is 0, but must be 1 to 16" },
        { new EngineOptions { MinInteractions = 49 }.Validate, "Engine.MinInteractions is 49, but must be at least 50" },
        { new EngineOptions { TuningBudget = TimeSpan.FromSeconds(-1) }.Validate, "Engine.TuningBudget is -00:00:01, but must be 0 to a day" },
        { new EngineOptions { TuningUsers = 0 }.Validate, "Engine.TuningUsers is 0" },
        { new EngineOptions { FinalRanker = new() { Trees = 0 } }.Validate, "LambdaMart.Trees is 0" },
        { new CandidateOptions { Engine = new() { Folds = 21 } }.Validate, "Engine.Folds is 21" },
        { new CandidateOptions { SparseLinear = new() { Neighbours = -1 } }.Validate, "SparseLinear.Neighbours is -1" },
        { new CandidateOptions { Blend = new() { Popular = 200 } }.Validate, "Blend.Popular is 200" },
        { new EvaluationOptions { Models = [] }.Validate, "Evaluation.Models is empty, but must be at least one name" },
        { new EvaluationOptions { Models = ["magic"] }.Validate, "Evaluation.Models is magic, but must be of popular, trending" },
        { new EvaluationOptions { Models = ["blend", "blend"] }.Validate, "Evaluation.Models is blend,blend, but must be without repeats" },
        { new EvaluationOptions { Ks = [] }.Validate, "Evaluation.Ks is empty" },
        { new EvaluationOptions { Ks = [10, 0] }.Validate, "Evaluation.Ks is 0, but must be 1 to 1000" },
        { new EvaluationOptions { Ks = [10, 10] }.Validate, "Evaluation.Ks is 10,10, but must be without repeats" },
        { new EvaluationOptions { ColdBelow = -1 }.Validate, "Evaluation.ColdBelow is -1" },
        { new EvaluationOptions { Threads = 0 }.Validate, "Evaluation.Threads is 0" },
    };

    [Theory]
    [MemberData(nameof(OutOfBounds), DisableDiscoveryEnumeration = true)]
    public void Validate_OutOfBounds_NamesSettingValueAndRule(Action validate, string message)
    {
        var error = Assert.Throws<ArgumentException>(validate);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_Defaults_AreInBounds()
    {
        new CandidateOptions().Validate();
        new EvaluationOptions().Validate();
    }
}
