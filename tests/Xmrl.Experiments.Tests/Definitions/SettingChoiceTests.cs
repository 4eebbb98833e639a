using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Settings;
using Xmrl.Experiments.Stages;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Explain.Augmentation;
using Xmrl.Explain.Influence;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Randomness;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Tests.Definitions;

/// <summary>Every choice that settings give, in whole runs.</summary>
public sealed class SettingChoiceTests
{
    /// <summary>Every value of every enumeration, beside the others' defaults.</summary>
    public static TheoryData<string> Choices =>
    [
        .. Values<SurrogateName>("meta.innerSurrogate"),
        .. Values<SurrogateName>("meta.outerSurrogate"),
        "meta.learner=firstOrderMaml",
        "meta.learner=proMp",
        .. Values<OuterStepName>("meta.outerStep"),
        .. Values<Activation>("policy.activation"),
        // What other learners permit is in LearnerImprovementTests.
        .. Values<InfluenceMethod>("explain.method").Except(["explain.method=tracing"]),
        .. Values<MixingLawName>("augment.law"),
        .. Values<InformationName>("augment.information"),
        .. Values<Sensitivity>("augment.sensitivity"),
        .. Values<MixedAdvantage>("augment.advantage"),
        .. Values<MixedAdvantage>("retrain.advantage"),
        .. Values<ActionKind>("scoring.actions"),
        "meta.baseline=linearTime",
        "environment=Navigation2D-v1",
        "meta.innerSteps=2",
        "policy.contextSize=0",
        "policy.hiddenSizes=[]",
        "policy.learnLogStd=true",
    ];

    [Theory]
    [MemberData(nameof(Choices))]
    public void Run_EachChoice_Finishes(string choice)
    {
        using var run = new TinyRun();

        run.Run(new TinyOptions { More = ["retrain.methods=[xmrl, continued]", .. choice.Split(", ")] }).Rows.Length.ShouldBe(3);

        run.Directory.ReadState().Message.ShouldContain(" unseen tasks, the base policy ");
    }

    [Theory]
    [InlineData("adam", "meta.outerStep=adam")]
    [InlineData("sgd", "meta.outerStep=sgd")]
    [InlineData("trustRegion", "meta.outerStep=trustRegion")]
    [InlineData("epochs", "meta.outerStep=epochs")]
    public void Resume_EachOuterStep_EndsAsIfNeverStopped(string name, string setting)
    {
        string[] more = ["retrain.methods=[continued]", setting];
        using var whole = new TinyRun();
        using var stopped = new TinyRun();
        whole.Run(new TinyOptions { More = more });

        Should.Throw<OperationCanceledException>(() => stopped.Run(new TinyOptions { More = more, CancelAfter = 2 }));
        stopped.Run(new TinyOptions { Resume = true });

        stopped.Fingerprint().ShouldBe(whole.Fingerprint(), name);
    }

    [Fact]
    public void OuterStep_TrustRegionWithStepScale_ScalesTheDivergenceByItsSquare()
    {
        // Times four is exact in floating point, so that both runs have the same bits.
        Real[] scaled = Retrained("retrain.tuning.continued.stepScale=2");

        scaled.ShouldBe(Retrained("meta.maximumDivergence=0.04"));
        scaled.ShouldNotBe(Retrained("meta.maximumDivergence=0.01"));

        static Real[] Retrained(string setting)
        {
            using var run = new TinyRun();
            using RunParts parts = run.Parts("meta.outerStep=trustRegion", setting);
            var start = new Real[parts.Learner.ParameterCount];
            parts.Learner.Initialize(RandomKey.FromSeed(3), start);
            var explanation = new StoredExplanation
            {
                Poor = [0, 1],
                SelectionScores = [],
                MeasuredScores = [],
                Critical = [0, 1],
                Explanation = null!,
            };
            Real[] parameters = TinyRun.Run(
                parts,
                new RetrainingStage(TinyRun.Scale(parts), MethodTable.Reference),
                new ImprovementFindings { Policies = [new MetaPolicy(null, start)], Explanation = explanation }).Policies[1].Parameters;
            parameters.ShouldNotBe(start);
            return parameters;
        }
    }

    private static IEnumerable<string> Values<T>(string key)
        where T : struct, Enum => Enum.GetNames<T>().Select(name => $"{key}={char.ToLowerInvariant(name[0])}{name[1..]}");
}
