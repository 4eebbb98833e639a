using Xmrl.Experiments.Configuration;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Settings;

namespace Xmrl.Experiments.Tests.Settings;

public sealed class LearnerArgumentTests
{
    [Fact]
    public void Overrides_AllNames_SayEveryLearnerOnce()
        => LearnerArgument.Names.Select(Learner).ShouldBe(Enum.GetValues<LearnerName>());

    [Theory]
    [InlineData("sg-mrl", LearnerName.SgMrl)]
    [InlineData("sgMrl", LearnerName.SgMrl)]
    [InlineData("PROMP", LearnerName.ProMp)]
    public void Overrides_HyphensAndCase_DoNotMatter(string name, LearnerName learner) => Learner(name).ShouldBe(learner);

    [Theory]
    [InlineData("mmal", "Did you mean maml?")]
    [InlineData("cavai", "Did you mean cavia?")]
    [InlineData("ppo2", "Known: maml, first-order-maml, e-maml, sg-mrl, promp, imaml, cavia.")]
    public void Overrides_UnknownName_NamesTheNearestOrAll(string name, string expected)
        => Should.Throw<ConfigurationException>(() => LearnerArgument.Overrides(name, hasFile: false)).Message.ShouldContain(expected);

    [Fact]
    public void Overrides_ConfigurationFromAFile_ChangesTheLearnerAlone()
        => LearnerArgument.Overrides("cavia", hasFile: true).ShouldBe(["meta.learner=cavia"]);

    private static LearnerName Learner(string name)
        => ConfigurationReader.Read<ImproveConfiguration>(
            string.Empty, "test", LearnerArgument.Overrides(name, hasFile: false)).Meta.Learner;
}
