using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Training.Tests.Loop;

public sealed class LearnerNameTests
{
    /// <summary>Every learner by gradient steps by name, with what it needs beside the defaults.</summary>
    public static TheoryData<string> Learners
        =>
        [
            .. LearnerTable.All.Where(learner => learner.HasCurvature).Select(
                learner => $"{learner.Card.Key} policy.contextSize={(learner.NeedsContext || learner.TakesContext ? 2 : 0)}"),
        ];

    [Theory]
    [MemberData(nameof(Learners))]
    [InlineData("sgMrl meta.innerSteps=2 meta.outerStep=trustRegion")]
    [InlineData("maml meta.stepSizeLearning=scalar")]
    [InlineData("maml meta.stepSizeLearning=perParameter meta.outerStep=trustRegion")]
    [InlineData("iMaml meta.outerStep=trustRegion meta.proximal.strength=50")]
    public void Train_EachLearner_EndsAsIfNeverStopped(string learner)
    {
        string[] more = [.. $"meta.learner={learner}".Split(' ')];
        using var whole = new TinyRun();
        using var stopped = new TinyRun();
        whole.Run(new TinyOptions { Action = ExperimentAction.Train, More = more, Threads = 1 });

        Should.Throw<OperationCanceledException>(
            () => stopped.Run(new TinyOptions { Action = ExperimentAction.Train, More = more, CancelAfter = 1 }));
        stopped.Run(new TinyOptions { Action = ExperimentAction.Train, Resume = true });

        stopped.Fingerprint().ShouldBe(whole.Fingerprint());
    }

    [Theory]
    [InlineData("meta.gradientOrder", "meta.gradientOrder=firstOrder")]
    [InlineData("meta.gradientOrder", "meta.learner=firstOrderMaml meta.gradientOrder=secondOrder")]
    [InlineData("meta.gradientOrder", "meta.learner=iMaml meta.gradientOrder=secondOrder")]
    [InlineData("meta.innerSurrogate", "meta.learner=sgMrl meta.innerSurrogate=dice")]
    [InlineData("meta.innerSteps", "meta.learner=iMaml meta.innerSteps=2")]
    [InlineData("meta.stepSizeLearning", "meta.learner=iMaml meta.stepSizeLearning=scalar")]
    [InlineData("meta.contextStepSize", "meta.contextStepSize=1")]
    [InlineData("meta.contextStepSize", "meta.learner=cavia policy.contextSize=2 meta.contextStepSize=0")]
    [InlineData("policy.contextSize", "meta.learner=cavia meta.contextStepSize=1")]
    [InlineData("meta.correctionBaseline", "meta.correctionBaseline=false")]
    [InlineData("meta.outerStep", "meta.learner=proMp meta.outerStep=adam")]
    [InlineData("meta.outerStep", "meta.learner=sgMrl meta.outerStep=epochs")]
    [InlineData("meta.epochs", "meta.epochs.count=3")]
    [InlineData("meta.proximal", "meta.proximal.strength=3")]
    [InlineData("meta.epochs.clipRange", "meta.learner=proMp meta.epochs.clipRange=1")]
    public void Read_SettingThatDoesNotApply_NamesIt(string key, string settings)
        => Should.Throw<ConfigurationException>(
            () => ConfigurationReader.Read<ImproveConfiguration>(string.Empty, "test", settings.Split(' '))).Message.ShouldContain(key);
}
