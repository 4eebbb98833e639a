using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Rl.Environments;

/// <summary>Capability of a family: the picture of its tasks and episodes, as data.</summary>
/// <remarks>A run stores what these members say when it scores its policies; reports draw it from there and never ask again.</remarks>
public interface ITaskScene
{
    /// <summary>The pictures, and what all tasks have in common in them.</summary>
    public Scene Scene { get; }

    /// <summary>What of a task is drawn.</summary>
    /// <param name="task">A valid task.</param>
    /// <returns>Marks in pictures of <see cref="Scene"/>, from the back to the front.</returns>
    public IReadOnlyList<SceneMark> Marks(MdpTask task);

    /// <summary>What a task is, in a few words: <c>door-open, goal 0.1, 0.9, 0.15</c>. For environments whose parameters do not tell by
    /// themselves, such as the number of a kind of task.</summary>
    /// <param name="task">A valid task.</param>
    /// <returns>The words; null, unless an environment says otherwise, where name and value of every parameter tell.</returns>
    public string? Describe(MdpTask task) => null;

    /// <summary>What of an episode is drawn.</summary>
    /// <param name="task">Its task.</param>
    /// <param name="episode">What it was.</param>
    /// <returns>Marks and figures; unless an environment says otherwise, its way in every picture that is a place.</returns>
    public SceneTrace Trace(MdpTask task, SceneEpisode episode) => SceneTrace.Way(Scene, episode);
}
