namespace Xmrl.Environments.Checks;

/// <summary>What is checked of an environment.</summary>
internal enum CheckRule
{
    /// <summary>Sizes, ranges and names fit together.</summary>
    Specification,

    /// <summary>Tasks depend on key and index alone, are valid, and differ.</summary>
    Tasks,

    /// <summary>Nothing throws where the caller makes no mistake.</summary>
    Exception,

    /// <summary>Everything that a call returns is written by it.</summary>
    Unwritten,

    /// <summary>Observations and rewards are finite.</summary>
    Finite,

    /// <summary>An episode terminates, or is truncated at the horizon, and not both.</summary>
    End,

    /// <summary>Success is said where the episode ends, in environments that know success.</summary>
    Success,

    /// <summary>The same key and actions give the same bits.</summary>
    Repeatable,

    /// <summary>What a copy does depends neither on other copies and environments nor on what ran before.</summary>
    Isolation,

    /// <summary>Actions of any size have a finite outcome, and every choice is accepted.</summary>
    Actions,

    /// <summary>Tasks differ in what happens, not only in their parameters.</summary>
    TaskEffect,

    /// <summary>States can be read, mixed and restored.</summary>
    Mixing,
}
