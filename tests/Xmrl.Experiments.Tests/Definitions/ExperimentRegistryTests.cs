using Xmrl.Experiments.Definitions;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Definitions;

public sealed class ExperimentRegistryTests
{
    [Fact]
    public void BuiltIn_EveryExperiment_IsListedAsItsRunnerSays()
    {
        foreach (ListedExperiment listed in ExperimentRegistry.BuiltIn.Listed)
        {
            (listed.Runner.Name, listed.Runner.Summary).ShouldBe((listed.Name, listed.Summary));
            ExperimentRegistry.BuiltIn.Find(listed.Name).ShouldBeSameAs(listed.Runner);
        }
    }

    [Fact]
    public void BuiltIn_Runners_AreInOrderOfTheirNames()
    {
        string[] names = [.. ExperimentRegistry.BuiltIn.Runners.Select(runner => runner.Name)];

        names.ShouldBe(names.Order(StringComparer.Ordinal));
        names.ShouldBe(ExperimentRegistry.BuiltIn.Listed.Select(listed => listed.Name));
    }

    /// <summary>The list is written out; the environments decide.</summary>
    [Fact]
    public void BuiltIn_Locomotion_SaysWhatTheEnvironmentsAre()
    {
        LocomotionFamily[] families = [.. LocomotionFamily.All()];
        LocomotionExperiments.Names.Length.ShouldBe(families.Length);
        foreach (LocomotionFamily family in families)
        {
            string goal = family.Spec.Id[$"{family.Robot}".Length..^"-v1".Length];
            string summary = ExperimentRegistry.BuiltIn.Find($"{family.Robot}-{goal}".ToLowerInvariant()).Summary;

            summary.ShouldStartWith($"A simulated {family.Robot} must ");
            summary.ShouldContain($": {family.Spec.Id}; needs libmujoco.");
            if (family.Goal == Goal.Velocity)
            {
                summary.ShouldContain($"from {family.Spec.TaskParameterRanges[0].Low} to {family.Spec.TaskParameterRanges[0].High} m/s");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Drone")]
    [InlineData("a b")]
    public void New_NameThatIsNoFolder_Throws(string name)
        => Should.Throw<ArgumentException>(() => new ExperimentRegistry(new Named(name))).Message
            .ShouldStartWith($"An experiment is named '{name}'; expected lower-case letters, digits and hyphens.");

    [Fact]
    public void New_NameTwice_Throws()
        => Should.Throw<ArgumentException>(() => new ExperimentRegistry(new Named("a"), new Named("b"), new Named("a"))).Message
            .ShouldStartWith("runners has names a, a, b; expected each once.");

    [Fact]
    public void Find_UnknownName_NamesTheNearest()
        => Should.Throw<ConfigurationException>(() => new ExperimentRegistry(new Named("drone")).Find("drne")).Message
            .ShouldBe("There is no experiment drne. Did you mean drone?");

    [Fact]
    public void Runner_AskedForTwice_IsBuiltOnce()
    {
        int built = 0;
        var listed = new ListedExperiment("a", "A.", () =>
        {
            built++;
            return new Named("a");
        });
        built.ShouldBe(0);

        listed.Runner.ShouldBeSameAs(listed.Runner);

        built.ShouldBe(1);
    }

    private sealed class Named(string name) : IExperimentRunner
    {
        public string Name => name;

        public string Summary => "A.";

        public string ResolveConfiguration(ExperimentRequest request) => throw new NotSupportedException();

        public ExperimentOutcome Run(
            ExperimentRequest request, IProgress<StageProgress> progress, Microsoft.Extensions.Logging.ILogger log, CancellationToken token)
            => throw new NotSupportedException();
    }
}
