using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Contracts;

/// <content>What the picture of an environment must do, where it has one.</content>
public abstract partial class EnvironmentContract<TFamily>
{
    [ContractFact]
    public void Picture_IfThereIsOne_NamesWhatIsThere()
    {
        IEnvironmentFamily family = CreateFamily();
        if (family.Picture?.Scene is not { } scene)
        {
            return;
        }

        scene.Pictures.ShouldNotBeEmpty();
        scene.Pictures.Select(picture => picture.Name).ShouldBeUnique();
        foreach (ScenePicture picture in scene.Pictures)
        {
            foreach (SceneAxis axis in new[] { picture.X, picture.Y })
            {
                axis.Label.ShouldNotBeNullOrWhiteSpace();
                (axis.Low >= axis.High).ShouldBeFalse($"{picture.Name}: {axis}");
            }

            if (picture.Position is { } position)
            {
                position.X.ShouldBeInRange(0, family.Spec.ObservationSize - 1);
                position.Y.ShouldBeInRange(0, family.Spec.ObservationSize - 1);
            }
        }

        foreach (TaskMap map in scene.Maps)
        {
            family.Spec.TaskParameterNames.ShouldContain(map.X);
            family.Spec.TaskParameterNames.ShouldContain(map.Y ?? map.X);
        }

        ShouldBeDrawable(scene.Marks, scene);
    }

    [ContractFact]
    public void Picture_IfThereIsOne_DrawsEveryTaskAndEpisode()
    {
        IEnvironmentFamily family = CreateFamily();
        if (family.Picture is not { } picture)
        {
            return;
        }

        Scene scene = picture.Scene;
        string[]? facts = null;
        for (int index = 0; index < 4; index++)
        {
            MdpTask task = family.SampleTask(Key, index);
            ShouldBeDrawable(picture.Marks(task), scene);
            SceneTrace trace = picture.Trace(task, Episode(family, index));
            trace.Marks.ShouldNotBeEmpty("what the policy did");
            trace.Marks.ShouldContain(mark => mark.Role == SceneRole.Path);
            ShouldBeDrawable(trace.Marks, scene);
            trace.Facts.ShouldAllBe(fact => double.IsFinite(fact.Value));
            string[] names = [.. trace.Facts.Select(fact => fact.Name)];
            names.ShouldBe(facts ?? names, "every episode has the same figures");
            facts = names;
        }

        Should.Throw<ArgumentException>(() => picture.Marks(family.SampleTask(Key, 0) with { EnvironmentId = "Nowhere-v1" }));
    }

    private static SceneEpisode Episode(IEnvironmentFamily family, int task)
    {
        using Scope scope = Build(family, 1, task);
        var buffers = new StepBuffers(family.Spec, 1);
        var observations = new List<double[]>();
        var actions = new List<double[]>();
        var rewards = new List<double>();
        scope.Environment.Reset([0], Key, buffers.Observations);
        Note();
        for (bool isOver = false; !isOver;)
        {
            for (int i = 0; i < buffers.Actions.Length; i++)
            {
                double draw = Key.Derive((ulong)task).Uniform((ulong)((rewards.Count * buffers.Actions.Length) + i));
                buffers.Actions[i] = (Real)(family.Spec.ActionChoices > 0 ? Math.Floor(draw * family.Spec.ActionChoices) : (2 * draw) - 1);
            }

            scope.Environment.Step([0], buffers.Actions, buffers.Result);
            actions.Add([.. buffers.Actions.Select(value => (double)value)]);
            rewards.Add(buffers.Rewards[0]);
            Note();
            isOver = buffers.Terminated[0] || buffers.Truncated[0];
        }

        return new SceneEpisode { Observations = observations, Actions = actions, Rewards = rewards };

        void Note() => observations.Add([.. buffers.Observations.Select(value => (double)value)]);
    }

    private static void ShouldBeDrawable(IReadOnlyList<SceneMark> marks, Scene scene)
    {
        foreach (SceneMark mark in marks)
        {
            scene.Pictures.Select(picture => picture.Name).ShouldContain(mark.Picture);
            mark.Label.ShouldNotBeNullOrWhiteSpace();
            mark.Points.ShouldAllBe(point => double.IsFinite(point.X) && double.IsFinite(point.Y));
            (mark.Shape == SceneShape.Disc).ShouldBe(mark.Radius > 0, mark.Label);
            if (mark.Shape == SceneShape.Rectangle)
            {
                mark.Points.Count.ShouldBe(2, mark.Label);
            }
        }
    }
}
