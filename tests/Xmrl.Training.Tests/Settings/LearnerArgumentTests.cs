using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Training.Configuration;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.Settings;

public sealed class LearnerArgumentTests
{
    [Fact]
    public void Overrides_AllNames_SayEveryLearnerOnce()
        => LearnerArgument.Names.Select(Learner).ShouldBe(LearnerTable.All.Select(learner => learner.GetType()));

    [Theory]
    [InlineData("sg-mrl", typeof(SgMrl))]
    [InlineData("sgMrl", typeof(SgMrl))]
    [InlineData("PROMP", typeof(ProMp))]
    public void Overrides_HyphensAndCase_DoNotMatter(string name, Type learner) => Learner(name).ShouldBe(learner);

    [Theory]
    [InlineData("mmal", "Did you mean maml?")]
    [InlineData("cavai", "Did you mean cavia?")]
    [InlineData("ppo2", "Known: maml, first-order-maml, e-maml, sg-mrl, promp, imaml, bo-mrl, cavia, rl2, pearl, sac.")]
    public void Overrides_UnknownName_NamesTheNearestOrAll(string name, string expected)
        => Should.Throw<ConfigurationException>(() => LearnerArgument.Overrides(name, hasFile: false)).Message.ShouldContain(expected);

    [Fact]
    public void Overrides_ConfigurationFromAFile_ChangesTheLearnerAlone()
        => LearnerArgument.Overrides("cavia", hasFile: true).ShouldBe(["meta.learner=cavia"]);

    private static Type Learner(string name)
        => ConfigurationReader.Read<ImproveConfiguration>(
            string.Empty, "test", LearnerArgument.Overrides(name, hasFile: false)).Meta.Learner.GetType();
}
