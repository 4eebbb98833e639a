namespace Xmrl.Acting;

/// <summary>φ, the features of a moment in which <see cref="ValueBaseline"/> is linear.</summary>
internal interface IValueFeatures
{
    /// <summary>How many.</summary>
    int Count { get; }

    /// <summary>Whether φ holds the time: then the value is that until the time limit, and nothing comes after a cut.</summary>
    bool TellsTime { get; }

    /// <summary>Ridge of the regression.</summary>
    double Ridge { get; }

    /// <summary>Writes φ.</summary>
    /// <param name="observation">The raw observation. Shape [O].</param>
    /// <param name="time">Steps since the trajectory's start.</param>
    /// <param name="features">Receives φ. Shape [Count].</param>
    void Fill(ReadOnlySpan<float> observation, int time, Span<float> features);
}
